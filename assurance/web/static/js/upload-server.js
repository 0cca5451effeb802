// Asks the server about an upload, and tells a refusal for good from one that waiting may mend.

export const wait = (milliseconds) => new Promise((resolve) => window.setTimeout(resolve, milliseconds))

export class Refused extends Error {
  constructor (message, { final = true, signedOut = false } = {}) {
    super(message)
    this.final = final
    this.signedOut = signedOut
  }
}

const MAY_MEND = new Set([408, 429, 500, 502, 503, 504, 507])

export async function ask (address, options = {}) {
  const token = document.querySelector('input[name=csrf_token]')?.value ?? ''
  const response = await fetch(address, {
    redirect: 'manual', ...options, headers: { Accept: 'application/json', 'X-CSRFToken': token }
  })
  if (response.type === 'opaqueredirect') { // cancelled, or sent to sign in
    if (options.method === 'POST' && address.endsWith('/cancel')) return {}
    throw signedOut()
  }
  const told = await response.json().catch(() => ({}))
  if (response.ok || told.code === 'offset') return told
  if (response.status === 401) throw signedOut()
  throw new Refused(told.reason || 'The server did not take the file.', { final: !MAY_MEND.has(response.status) })
}

const signedOut = () => new Refused(
  'You are signed out. Sign in again in another window, come back, and choose Continue.', { final: false, signedOut: true }
)

// What this browser keeps of an upload: which file it was, so that only the same one is continued.
export function remember (address, mark) {
  try {
    if (mark) window.localStorage.setItem(`upload ${address}`, mark)
    else window.localStorage.removeItem(`upload ${address}`)
  } catch { /* A browser that keeps nothing starts over. */ }
}

export function remembered (address) {
  try {
    return window.localStorage.getItem(`upload ${address}`)
  } catch {
    return null
  }
}
