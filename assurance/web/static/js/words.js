// Counts words exactly as the server does: what is no character is dropped, blanks at both ends count for nothing, and a
// word is a run of what JavaScript does not call white space.
const QUIET = 1000 // milliseconds without typing before a screen reader is told
const NEARLY = 0.9

const DROPPED = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g
const AROUND = /^[\s\x85]+|[\s\x85]+$/g

export function countWords (text) {
  return (text.replace(DROPPED, '').replace(AROUND, '').match(/\S+/g) ?? []).length
}

// Shows how many words a text has, and tells a screen reader once they are nearly or more than what is allowed.
export function startWordCount (text, shown, told) {
  const limit = Number(shown.dataset.appLimit) || Infinity
  let timer = null

  function count () {
    const words = countWords(text.value)
    shown.textContent = sentence(words, limit)
    shown.classList.toggle('app-count--over', words > limit)
    window.clearTimeout(timer)
    timer = window.setTimeout(() => { told.textContent = words > limit * NEARLY ? shown.textContent : '' }, QUIET)
  }

  text.addEventListener('input', count)
  text.addEventListener('keyup', count)
  count()
}

function sentence (words, limit) {
  const figure = (number) => number.toLocaleString('en-GB')
  const count = `${figure(words)} ${words === 1 ? 'word' : 'words'}`
  if (limit === Infinity) return count
  return words > limit ? `${count} of ${figure(limit)} allowed: take out ${figure(words - limit)}` : `${count} of ${figure(limit)} allowed`
}
