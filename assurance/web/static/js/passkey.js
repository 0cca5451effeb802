// A form with a passkey: before it is sent, the device is asked, and what it answers goes along in the form.
//
// The form says what the browser is asked (data-app-asked, in JSON) and whether a passkey is made or used
// (data-app-passkey="new" or "use"). It is hidden until this script finds that the browser can do it.
const forms = document.querySelectorAll('form[data-app-passkey]')
const able = Boolean(window.PublicKeyCredential && navigator.credentials)

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (each) => each.charCodeAt(0))
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

const WHY = {
  InvalidStateError: 'This device already has a passkey that signs in as you here.',
  NotAllowedError: 'Your device did not answer: you stopped it, it took too long, or it has no passkey for this site. Try again.',
  SecurityError: 'The browser does not allow passkeys at this address.'
}

function read (asked) {
  const options = JSON.parse(asked)
  const known = (list) => list?.map((each) => ({ ...each, id: bytes(each.id) }))
  options.challenge = bytes(options.challenge)
  if (options.user) options.user.id = bytes(options.user.id)
  options.excludeCredentials = known(options.excludeCredentials)
  options.allowCredentials = known(options.allowCredentials)
  return options
}

function written (credential) {
  const response = {}
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[name]) response[name] = text(credential.response[name])
  }
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {}
  })
}

async function ask (form) {
  const publicKey = read(form.dataset.appAsked)
  const isNew = form.dataset.appPasskey === 'new'
  return written(await (isNew ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey })))
}

function start (form) {
  const answer = form.elements.passkey_answer
  const told = form.querySelector('[data-app-said]')
  const say = (words) => {
    told.textContent = words
    told.classList.toggle('nhsuk-u-margin-bottom-0', !words)
  }
  answer.value = ''
  form.hidden = false
  form.addEventListener('submit', async (event) => {
    if (answer.value) return
    event.preventDefault()
    say('Follow what your device asks.')
    try {
      answer.value = await ask(form)
      say('')
      form.submit()
    } catch (error) {
      say(WHY[error.name] ?? 'Your device could not do it. Try again, or choose another way.')
    }
  })
}

for (const form of forms) {
  if (able) start(form)
}
for (const unable of document.querySelectorAll('[data-app-no-passkey]')) {
  unable.hidden = able
}
