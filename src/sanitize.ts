// C0 and C1 controls, line and paragraph separators, and the marks that reorder text on a screen.
const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** Characters of foreign text shown in one message, so that an error stays readable. */
const messageCharacters = 300;

/**
 * Makes foreign text (a reply, a file name, a certificate's subject) safe to display on one line: control characters
 * become escapes such as `\x1b`, and long text is truncated.
 *
 * @param maximum - Characters to keep; the rest becomes `...`.
 */
export function sanitize(text: string, maximum: number = messageCharacters): string {
  const kept = text.length > maximum ? `${text.slice(0, maximum)}...` : text;
  return kept.replace(unsafe, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}
