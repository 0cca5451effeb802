// Saves a form as it is typed. Nothing typed is ever lost: what is not saved yet is also kept in this browser, and a save
// that is refused, cut off or sent after the session ended says so; saving with the button always works.
//
// The form says where it is saved (data-app-autosave), who types (data-app-person) and where they sign in again
// (data-app-sign-in), and holds `version`. Around it are #saved-state, and #clash for what another window saved.
import { forget, keep, kept, put, tidy } from './kept.js'

const QUIET = 1500 // milliseconds without typing before a save
const RETRY = 10000

// `saved` is told what the server answered to each save that stands.
export function startAutosave (form, saved) {
  const state = document.getElementById('saved-state')
  let timer = null
  let running = null // the save under way
  let changed = false // something was typed since the last save began
  let stopped = false // the server said no for a reason that trying again will not mend
  let away = false // signed out: worth another try when the person comes back to this window
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
    if (running || !changed || stopped || leaving) return running
    changed = false
    say('Saving …')
    running = send().finally(() => {
      running = null
      if (changed && !stopped) plan(QUIET)
    })
    return running
  }

  function post () {
    return fetch(form.dataset.appAutosave, {
      method: 'POST',
      redirect: 'manual',
      body: new FormData(form),
      headers: { Accept: 'application/json', 'X-CSRFToken': token()?.value ?? '' }
    })
  }

  const token = () => form.elements.namedItem('csrf_token')

  async function send () {
    let response
    try {
      response = await post()
      if (response.status === 400 && await freshToken()) response = await post()
    } catch {
      changed = true
      plan(RETRY)
      return say('Not saved: there is no connection. What you typed is kept in this browser; it is tried again every few seconds.', true)
    }
    const answer = await response.json().catch(() => ({}))
    if (response.ok) return stands(answer)
    if (answer.code === 'invalid') return say(`Not saved: ${answer.reason}. What you typed stays on this page.`, true)
    changed = true
    if (response.status >= 500) {
      plan(RETRY)
      return say('Not saved: the service did not answer as it should. What you typed is kept in this browser; it is tried again every few seconds.', true)
    }
    stopped = true
    if (response.status === 401) return signedOut()
    if (answer.clash) return clash(answer)
    say(`Not saved: ${answer.reason || 'the service did not accept it'}. What you typed stays on this page, where you can copy it.`, true)
  }

  // After signing out and in again in another window the page's token is old: take a new one, if the same person is there.
  async function freshToken () {
    const response = await fetch(window.location.href, { headers: { Accept: 'text/html' } })
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const other = page.querySelector('form[data-app-autosave]')
    if (!other || other.dataset.appPerson !== form.dataset.appPerson) return false
    token().value = other.elements.namedItem('csrf_token').value
    return true
  }

  function stands (answer) {
    form.elements.version.value = answer.version
    saved(answer)
    if (changed) return keep(form)
    forget(form)
    say(answer.saved)
  }

  function signedOut () {
    away = true
    say('Not saved: you are signed out. What you typed is kept in this browser and comes back here when you ', true)
    const link = document.createElement('a')
    link.href = form.dataset.appSignIn
    link.textContent = 'sign in again'
    link.addEventListener('click', () => { leaving = true })
    state.append(link, '.')
  }

  function clash (answer) {
    const panel = document.getElementById('clash')
    panel.innerHTML = answer.clash // our own template, in which everything typed is escaped
    say(answer.told, true)
  }

  // What another open window still holds is that window's to save: only what nobody holds any more is brought back.
  function isHeldElsewhere () {
    return new Promise((resolve) => {
      const channel = new window.BroadcastChannel(`assurance-typed ${form.dataset.appPerson} ${window.location.pathname}`)
      channel.addEventListener('message', (event) => {
        if (event.data === 'here') resolve(true)
        else if (changed || running || stopped) channel.postMessage('here')
      })
      channel.postMessage('who holds text?')
      window.setTimeout(() => resolve(false), 400)
    })
  }

  async function bringBack () {
    const copy = kept(form)
    const held = await isHeldElsewhere()
    if (!copy || held || changed || kept(form)?.at !== copy.at) return
    put(form, copy)
    changed = true
    say('What you typed before, and what was not saved, is back in the form.')
    plan(QUIET)
  }

  form.addEventListener('input', () => {
    changed = true
    keep(form)
    if (!stopped) say('Not saved yet')
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
    if (changed) keep(form, true)
  })
  window.addEventListener('pageshow', (event) => { if (event.persisted) leaving = false })
  window.addEventListener('beforeunload', (event) => {
    if ((changed || running) && !leaving) event.preventDefault()
  })
  window.addEventListener('online', save)
  window.addEventListener('focus', () => {
    if (!away) return
    away = stopped = false
    save()
  })
  form.dataset.appReady = 'y'
  tidy(form.dataset.appPerson)
  if (form.querySelector('.app-clash, .nhsuk-error-message')) isHeldElsewhere()
  else bringBack()
}
