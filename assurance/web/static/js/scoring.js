// The marking page: the mark is saved as it is typed, and the page shows what was found in the reason and how many are done.
import { startAutosave } from './autosave.js'
import { showKept } from './kept.js'
import { startKeys } from './scoring-keys.js'

const form = document.querySelector('form[data-app-autosave]')
const findings = document.getElementById('findings')

function saved (answer) {
  list(answer.findings)
  progress(answer)
}

function progress (answer) {
  const count = document.getElementById('questions-done')
  count.textContent = Number(count.dataset.appOthers) + (answer.done ? 1 : 0)
  document.getElementById('question-state').innerHTML = answer.state // our own component
}

// A finding whose answer is half typed stays as it is; the others are replaced.
function list (html) {
  const old = findings.querySelector('ul')
  const box = document.createElement('ul')
  box.innerHTML = html
  for (const item of box.querySelectorAll('[data-app-finding]')) {
    const was = old.querySelector(`[data-app-finding="${item.dataset.appFinding}"]`)
    if (was?.querySelector('textarea')?.value || was?.contains(document.activeElement)) item.replaceWith(was)
    else if (was?.querySelector('details')?.open) item.querySelector('details').open = true
  }
  const count = box.querySelectorAll('[data-app-finding]').length
  if (count !== old.children.length) {
    const words = count === 1 ? '1 thing to look at' : `${count} things to look at`
    document.getElementById('findings-said').textContent = count ? `${words} in the reason as saved` : 'Nothing more to look at in the reason'
  }
  old.replaceChildren(...box.children)
  findings.hidden = count === 0
}

if (form) {
  startKeys(form)
  startAutosave(form, saved)
} else {
  showKept(document.getElementById('kept'))
}
