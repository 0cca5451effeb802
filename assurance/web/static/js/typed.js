// A page with one form that is saved as it is typed, or one that takes no more text and shows what was never saved.
import { startAutosave } from './autosave.js'
import { showKept } from './kept.js'

const form = document.querySelector('form[data-app-autosave]')

if (form) startAutosave(form, () => {})
else showKept(document.getElementById('kept'))
