// Starts the NHS.UK components one by one, and keeps running progress bars up to date. Every page works without it.
// FileUpload is left out on purpose: its drop zone fails an accessibility rule, the plain file input does not.
import * as nhsuk from '../lib/nhsuk/nhsuk-frontend.min.js'

document.body.classList.add('js-enabled', 'nhsuk-frontend-supported')

const components = [
  nhsuk.Button, nhsuk.Checkboxes, nhsuk.ErrorSummary, nhsuk.Header,
  nhsuk.NotificationBanner, nhsuk.PasswordInput, nhsuk.Radios, nhsuk.SkipLink, nhsuk.Tabs
]
for (const component of components) {
  nhsuk.createAll(component)
}

// Whoever came past the header by the skip link sends a form from an address that ends in its target. The page that
// answers would give the focus to that target, and take it from the summary of what is wrong.
const summary = document.querySelector('.nhsuk-error-summary')
if (summary && window.location.hash) {
  window.history.replaceState(null, '', window.location.pathname + window.location.search)
  window.addEventListener('load', () => window.setTimeout(() => {
    if (document.activeElement !== document.body) return
    summary.setAttribute('tabindex', '-1')
    summary.focus()
  }))
}

// Escape closes the menu under "More" wherever one is in it: the focus goes back to what opened it.
document.addEventListener('keydown', (event) => {
  const menu = document.getElementById('toggle-menu')
  if (event.key === 'Escape' && menu?.parentElement.contains(document.activeElement)) menu.focus()
})

// Words are what stands between white space: the rule the server applies, and not the browser's own idea of a word.
nhsuk.createAll(nhsuk.CharacterCount, { countFunction: (text) => text.split(/\s+/).filter(Boolean).length })

// A running progress bar is fetched again from the same address and swapped for its newer self. Once it says that
// it no longer runs, the whole page is loaded, so that what was waited for is there.
function keepFresh (bar) {
  const wait = Number(bar.dataset.appRefresh) * 1000
  let stopped = false
  const stop = () => bar.querySelector('[data-app-refresh-stop]')
  stop()?.addEventListener('click', (event) => {
    event.preventDefault()
    stopped = true
    stop().remove()
  })
  window.setTimeout(async () => {
    if (stopped) return
    const newer = await fetchBar(bar.id)
    if (stopped) return
    if (newer && !newer.dataset.appRefresh) return window.location.reload()
    if (newer) bar.replaceWith(newer)
    keepFresh(newer || bar)
  }, wait)
}

async function fetchBar (id) {
  try {
    const response = await fetch(window.location.href, { headers: { Accept: 'text/html', 'X-Assurance-By-Itself': '1' } })
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    return response.ok ? page.getElementById(id) : null
  } catch {
    return null // The connection is gone for now; the next turn tries again.
  }
}

document.querySelectorAll('[data-app-refresh]').forEach(keepFresh)
