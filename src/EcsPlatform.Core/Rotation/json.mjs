// Secrets that are JSON objects.

/** The object that a text is the JSON of; undefined for any other text. */
export function jsonOf(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined; // the parser's own message quotes the text
  }
}

/** The same, where nothing else will do. */
export function requiredJsonOf(text) {
  const value = jsonOf(text);
  if (!value) throw new Error('The secret is not a JSON object.');
  return value;
}
