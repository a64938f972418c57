import { sanitize } from '../../sanitize.ts';

/** Characters of a text whose encoded forms are recognized; those of shorter ones occur by chance. */
const minimumEncoded = 4;

/**
 * The forms in which a text of the user may appear in text of a server: unchanged, with quotation marks doubled as in a
 * 257 reply, with control characters escaped, and in the encodings that GitHub's runner masks as well.
 */
export function formsOf(text: string): string[] {
  const plain = [text, text.replaceAll('"', '""')];
  const encoded = text.length < minimumEncoded ? [] : encodedForms(text.toWellFormed());
  return [...plain, ...encoded].flatMap((form) => [form, sanitize(form, form.length)]);
}

function encodedForms(text: string): string[] {
  const bytes = Buffer.from(text);
  return [
    ...percentEncoded(text),
    ...htmlEscaped(text),
    JSON.stringify(text).slice(1, -1),
    bytes.toString('base64').replace(/=+$/, ''),
    // UTF-8 that was read as Latin-1, and the reverse.
    bytes.toString('latin1'),
    Buffer.from(text, 'latin1').toString(),
  ];
}

function percentEncoded(text: string): string[] {
  const forms = [encodeURIComponent(text), new URLSearchParams([['', text]]).toString().slice(1)];
  return forms.flatMap((form) => [
    form,
    form.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
  ]);
}

// cspell:ignore apos
function htmlEscaped(text: string): string[] {
  const tags = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quotes = tags.replaceAll('"', '&quot;');
  const apostrophes = ['&#39;', '&#x27;', '&#039;', '&apos;'];
  return [tags, quotes, ...apostrophes.map((entity) => quotes.replaceAll("'", entity))];
}
