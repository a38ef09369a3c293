// How a secret rotates is said by its own tags (see README.md); RotationTags.cs writes them.

/** The settings that a described secret's tags hold. */
export function settingsOf({ Tags: list = [] }) {
  const tags = Object.fromEntries(list.map(({ Key: key, Value: text }) => [key, text]));
  const words = Object.fromEntries(wordsOf(tags['ecsplatform:rotation']).map(split));
  return {
    key: words.key && decoded(words.key),
    length: Number(words.length ?? 32),
    punctuation: words.punctuation !== 'no',
    exclude: words.exclude ? decoded(words.exclude) : '',
    signing: words.signing,
    bits: words.bits && Number(words.bits),
    admin: words.admin,
    names: words.names?.split('/') ?? [],
    restarts: Object.keys(tags).filter((key) => /^ecsplatform:restarts(-\d+)?$/.test(key)).sort().flatMap((key) => wordsOf(tags[key])),
  };
}

const wordsOf = (text = '') => text.split(' ').filter((word) => word !== '');

// Only at the first "=": base64 may end in one.
const split = (word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)];

// Tags' values take few characters, keys of JSON and excluded characters may be any: so these are in base64.
const decoded = (text) => Buffer.from(text, 'base64').toString('utf8');
