// Saves the mark as it is typed. Nothing typed is ever taken out of the page: when a save is refused or the connection
// fails, the page says so and keeps everything, and saving with the button still works.
const form = document.querySelector('form[data-app-autosave]')
const state = document.getElementById('saved-state')
const findings = document.getElementById('findings')
const QUIET = 1500 // milliseconds without typing before a save
const RETRY = 10000

let timer = null
let running = null // the save under way
let changed = false // something was typed since the last save began
let refused = false // the server said no: saving again by itself would only be refused again
let leaving = false

function say (text, failed = false) {
  state.textContent = text
  state.classList.toggle('app-saved--failed', failed)
}

function plan (wait) {
  window.clearTimeout(timer)
  timer = window.setTimeout(save, wait)
}

function save () {
  if (running || !changed || refused || leaving) return running
  changed = false
  say('Saving …')
  running = send().finally(() => {
    running = null
    if (changed && !refused) plan(QUIET)
  })
  return running
}

async function send () {
  let response
  try {
    response = await fetch(form.dataset.appAutosave, {
      method: 'POST',
      redirect: 'manual',
      body: new FormData(form),
      headers: { Accept: 'application/json', 'X-CSRFToken': form.elements.csrf_token?.value ?? '' }
    })
  } catch {
    changed = true
    plan(RETRY)
    return say('Not saved: there is no connection. What you typed stays on this page; it is tried again every few seconds.', true)
  }
  if (response.type === 'opaqueredirect') return refuse('you are signed out. Sign in again in another window, then press Save')
  const answer = await response.json().catch(() => ({}))
  if (!response.ok) return refuse(answer.reason || 'the service did not answer as it should. Press Save to try again', response.status)
  form.elements.version.value = answer.version
  if (!changed) say(answer.saved)
  list(answer.findings)
}

function refuse (reason, status = 0) {
  changed = true
  refused = status !== 422 // what is merely wrong can be typed right, and is then tried again
  if (status === 422) changed = false
  say(`Not saved: ${reason}. What you typed stays on this page.`, true)
}

function list (messages) {
  findings.hidden = messages.length === 0
  findings.querySelector('ul').replaceChildren(...messages.map((message) => {
    const item = document.createElement('li')
    item.textContent = message
    return item
  }))
}

if (form && state) {
  form.addEventListener('input', () => {
    changed = true
    if (!refused) say('Not saved yet')
    plan(QUIET)
  })
  // The button waits for a save under way, or its own would come with an old version and be refused.
  form.addEventListener('submit', async (event) => {
    window.clearTimeout(timer)
    if (running) {
      event.preventDefault()
      const button = event.submitter
      await running
      return form.requestSubmit(button)
    }
    leaving = true
  })
  window.addEventListener('beforeunload', (event) => {
    if ((changed || running) && !leaving) event.preventDefault()
  })
  window.addEventListener('online', save)
}
