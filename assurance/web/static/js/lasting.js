// Says in time that the sign-in is about to end because nothing is done, and lets the person stay with one press. What is
// done in other windows counts, so the server is asked first; asking by itself does not make the sign-in last longer.
const box = document.getElementById('app-lasting')
const text = box.querySelector('p')
const button = box.querySelector('button')
const WARN = 120 // seconds before the end

async function secondsLeft (byItself) {
  const headers = { Accept: 'application/json', ...(byItself && { 'X-Assurance-By-Itself': '1' }) }
  try {
    const response = await fetch(box.dataset.appLasting, { headers, redirect: 'manual' })
    return response.ok ? (await response.json()).seconds : 0
  } catch {
    return null // The connection is gone for now; the next look tells.
  }
}

function say (sentence, isOver) {
  if (text.textContent !== sentence) text.textContent = sentence
  button.hidden = isOver
  box.hidden = false
}

function words (seconds) {
  const minutes = Math.ceil(seconds / 60)
  return minutes > 1 ? `${minutes} minutes` : 'less than a minute'
}

function look (wait) {
  window.setTimeout(async () => act(await secondsLeft(true)), wait * 1000)
}

function act (left) {
  if (left === null) return look(15)
  if (left > WARN) {
    box.hidden = true
    return look(left - WARN)
  }
  if (left > 0) {
    say(`You will be signed out in ${words(left)}, because nothing was done for a while.`, false)
    return look(Math.min(left + 1, 60))
  }
  say('You are signed out. Whatever you typed is still on this page: send it as usual, and you are asked to sign in first.', true)
}

button.addEventListener('click', async () => act(await secondsLeft(false)))
document.addEventListener('visibilitychange', async () => {
  if (!document.hidden) act(await secondsLeft(true)) // a computer that slept has not counted
})
look(Math.max(0, Number(box.dataset.appSeconds) - WARN))
