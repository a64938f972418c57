/** The titles of the steps of a preflight, in order. */
export const titles = ['Network', 'TLS', 'Login', 'remote-dir', 'Transfer'];

/** The five lines of a preflight: the mark, the title and the text of each. */
export function linesOf(log: string): { mark: string; title: string; text: string }[] {
  return [...log.matchAll(/^([✔⚠✘–]) (\S+) +(.*)$/gm)].map(
    ([, mark = '', title = '', text = '']) => ({
      mark,
      title,
      text,
    }),
  );
}
