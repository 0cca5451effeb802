// Keys of the marking page: Ctrl or Command with Enter saves, with Shift as well it goes on; figures choose a mark only
// while the focus is on the ladder, so that neither typing nor a screen reader's own keys are taken away.
export function startKeys (form) {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.altKey || event.repeat) return
    event.preventDefault()
    const button = form.querySelector(event.shiftKey ? 'button[name="save_next"]' : '.app-panes__act button[name="save"]')
    form.requestSubmit(button)
  })
  form.querySelector('.app-steps')?.addEventListener('keydown', (event) => {
    if (!/^[0-9]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return
    const radio = form.querySelector(`input[name="mark"][value="${event.key}"]`)
    if (!radio) return
    event.preventDefault()
    radio.focus()
    if (!radio.checked) radio.click()
  })
}
