// The page of one answer: saved as it is typed, with its words counted.
import { startAutosave } from './autosave.js'
import { showKept } from './kept.js'
import { startWordCount } from './words.js'

const form = document.querySelector('form[data-app-autosave]')

if (form) {
  startWordCount(form.elements.text, document.getElementById('word-count'), document.getElementById('words-told'))
  startAutosave(form, () => {})
} else {
  showKept(document.getElementById('kept'))
}
