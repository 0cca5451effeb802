// Sends a chosen file in parts, so that a broken connection costs at most the part in hand: it goes on from the byte
// the server says it has, waits longer each time the connection fails, and can be paused, continued or cancelled.
// Without this the ordinary form sends the file in one go.
import { ask, remember, remembered, wait, Refused } from './upload-server.js'

const form = document.querySelector('form[data-app-upload]')
const input = form.querySelector('input[type=file]')
const list = document.getElementById('uploads')
const SMALLEST = 256 * 1024
const BRISK = 1500 // milliseconds for a part; slower and the next is smaller, quicker and it is larger
let running = 0

form.addEventListener('submit', (event) => {
  const file = input.files[0]
  if (!file) return // the server says that none was chosen
  event.preventDefault()
  form.reset()
  send(file, new Row(file.name))
})
window.addEventListener('beforeunload', (event) => { if (running) event.preventDefault() })

class Row {
  constructor (name) {
    this.box = document.getElementById('upload-row').content.firstElementChild.cloneNode(true)
    this.paused = this.cancelled = false
    this.part('name').textContent = name
    this.part('bar').setAttribute('aria-label', name)
    this.part('pause').addEventListener('click', () => this.pause(!this.paused))
    this.part('cancel').addEventListener('click', () => { this.cancelled = true; this.wake?.() })
    list.append(this.box)
  }

  part (name) { return this.box.querySelector(`[data-app-part=${name}]`) }

  pause (paused) {
    this.paused = paused
    this.part('pause').textContent = paused ? 'Continue' : 'Pause'
    if (paused) this.say('Paused')
    else this.wake?.()
  }

  say (words) { if (this.part('state').textContent !== words) this.part('state').textContent = words }

  show (offset, size) {
    this.part('bar').value = size ? offset / size : 0
    this.part('count').textContent = `${amount(offset)} of ${amount(size)}`
  }

  async rest (milliseconds) { // until the time is up, or the person decides
    await Promise.race([wait(milliseconds), new Promise((resolve) => { this.wake = resolve })])
    while (this.paused && !this.cancelled) await new Promise((resolve) => { this.wake = resolve })
  }

  end (words, failed) {
    this.say(words)
    this.part('state').classList.toggle('nhsuk-error-message', failed)
    for (const name of failed ? ['pause', 'cancel', 'bar', 'count'] : ['pause', 'cancel']) this.part(name).remove()
  }
}

const amount = (bytes) => bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 2 ** 20).toFixed(1)} MB`
const seconds = (pause) => pause === 1000 ? '1 second' : `${pause / 1000} seconds`

async function send (file, row) {
  running += 1
  let failed = true
  try {
    const upload = await begin(file, row)
    await sendParts(file, upload, row)
    if (row.cancelled) {
      await persist(row, () => ask(`${upload.address}/cancel`, { method: 'POST' }))
      row.box.remove()
      failed = false
    } else {
      row.say('Checking the file')
      await persist(row, () => ask(`${upload.address}/finish`, { method: 'POST' }))
      row.end('Uploaded', false)
      failed = false
    }
    remember(upload.address, null)
  } catch (refusal) {
    row.end(refusal instanceof Refused ? refusal.message : 'The upload failed. Open the page again to continue it.', true)
  }
  running -= 1
  if (!running && !failed) window.location.reload()
}

async function begin (file, row) {
  for (const each of document.querySelectorAll('[data-app-continue]')) {
    const address = each.dataset.appContinue
    if (remembered(address) !== mark(file)) continue
    each.removeAttribute('data-app-continue')
    return { address, ...(await persist(row, () => ask(address))) }
  }
  const body = new URLSearchParams({ name: file.name, size: file.size })
  const upload = await persist(row, () => ask(form.dataset.appUpload, { method: 'POST', body }))
  remember(upload.address, mark(file))
  return upload
}

const mark = (file) => `${file.size} ${file.lastModified} ${file.name}`

async function sendParts (file, upload, row) {
  let { offset } = upload
  let length = SMALLEST
  row.show(offset, file.size)
  while (offset < file.size && !row.cancelled) {
    await row.rest(0)
    if (row.cancelled) return
    row.say('Uploading')
    const began = performance.now()
    const part = file.slice(offset, offset + length)
    const to = `${upload.address}?offset=${offset}`
    offset = (await persist(row, () => ask(to, { method: 'PUT', body: part }), upload.address)).offset
    const quick = performance.now() - began < BRISK
    length = Math.min(Math.max(quick ? length * 2 : length / 2, SMALLEST), upload.part_bytes ?? 5 * 2 ** 20)
    row.show(offset, file.size)
  }
}

// Does a thing again until it works or is refused for good; asks where the file stands after each broken connection.
async function persist (row, act, address = null) {
  for (let pause = 1000; ; pause = Math.min(pause * 2, 30000)) {
    try {
      return await act()
    } catch (trouble) {
      if (trouble instanceof Refused && trouble.final) throw trouble
      if (trouble.signedOut) row.pause(true)
      row.say(trouble instanceof Refused ? trouble.message : `No connection. Trying again in ${seconds(pause)}`)
      await row.rest(pause)
      if (row.cancelled && address) return { offset: 0 }
      if (row.cancelled) throw new Refused('Cancelled.')
      const place = address && await ask(address).catch(() => null)
      if (place) return place
    }
  }
}
