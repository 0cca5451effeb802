// Keeps what was typed and is not saved yet in this browser, for the one person who typed it, until it is saved.
const DAYS = 7
const CARRIED = ['csrf_token', 'version', 'asked'] // what a form carries beside what a person types

const name = (person) => `assurance-typed ${person} ${window.location.pathname}`

function read (key) {
  try {
    const copy = JSON.parse(window.localStorage.getItem(key))
    if (copy && Date.now() - copy.at < DAYS * 86400000) return copy
    window.localStorage.removeItem(key)
  } catch {
    // A browser without storage, or a damaged copy: the page still works, it only keeps nothing.
  }
  return null
}

// A copy that was sent by the button counts as saved once the newer version shows on the page.
export function keep (form, sent = false) {
  const fields = [...new FormData(form)].filter(([field]) => field !== 'csrf_token')
  try {
    window.localStorage.setItem(name(form.dataset.appPerson), JSON.stringify({ at: Date.now(), sent, fields }))
  } catch {
    // Full or forbidden: typing goes on, and the warning on leaving the page is what is left.
  }
}

export function forget (form) {
  try {
    window.localStorage.removeItem(name(form.dataset.appPerson))
  } catch {
    // Nothing was kept.
  }
}

// After a save by the button the page that follows says so; copies that were sent are then no longer needed.
export function tidy (person) {
  if (!document.querySelector('.nhsuk-notification-banner--success')) return
  try {
    for (const key of Object.keys(window.localStorage)) {
      if (key.startsWith(`assurance-typed ${person} `) && read(key)?.sent) window.localStorage.removeItem(key)
    }
  } catch {
    // Nothing was kept.
  }
}

// Returns the copy that is not saved yet, or nothing.
export function kept (form) {
  const copy = read(name(form.dataset.appPerson))
  if (!copy) return null
  const version = copy.fields.find(([field]) => field === 'version')?.[1]
  const arrived = copy.sent && Number(form.elements.version.value) > Number(version)
  if (arrived || same(form, copy)) {
    forget(form)
    return null
  }
  return copy
}

function same (form, copy) {
  const typed = (fields) => JSON.stringify(fields.filter(([field, value]) => value && !CARRIED.includes(field)))
  return typed([...new FormData(form)]) === typed(copy.fields)
}

// Puts a copy back into the form; its version comes along, so that a newer text of another window is not overwritten.
export function put (form, copy) {
  for (const box of form.querySelectorAll('input[type="checkbox"]')) {
    box.checked = copy.fields.some(([field, value]) => field === box.name && value === box.value)
  }
  for (const [field, value] of copy.fields) {
    const element = form.elements.namedItem(field)
    if (element && element.type !== 'checkbox') element.value = value // of radios with one name, this checks the one with the value
    if (element?.closest?.('details') && value) element.closest('details').open = true
  }
  for (const text of form.querySelectorAll('textarea')) text.dispatchEvent(new Event('keyup')) // what counts its words
}

// On a page that takes no more text, shows what was typed here and never saved, to be copied. The box names the fields.
export function showKept (box) {
  const copy = box && read(name(box.dataset.appPerson))
  if (!copy || copy.sent) return
  const named = box.dataset.appTexts.split(' ')
  const heading = document.createElement('h3')
  heading.className = 'nhsuk-heading-s'
  heading.textContent = 'Typed in this browser and never saved'
  const texts = copy.fields.filter(([field, value]) => value && named.some((each) => field.endsWith(each)))
  const list = texts.map(([, value]) => {
    const text = document.createElement('p')
    text.className = 'app-typed'
    text.textContent = value
    return text
  })
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'nhsuk-button nhsuk-button--secondary nhsuk-button--small'
  button.textContent = 'Remove this from the browser'
  button.addEventListener('click', () => {
    window.localStorage.removeItem(name(box.dataset.appPerson))
    box.hidden = true
  })
  box.replaceChildren(heading, ...list, button)
  box.hidden = list.length === 0
}
