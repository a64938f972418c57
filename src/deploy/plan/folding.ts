/** A difference between two names that some servers ignore. */
export type Folding =
  /** Upper and lower case. */
  | 'case'
  /** Composed and decomposed characters (NFC, NFD). */
  | 'unicode'
  /** Dots and spaces at the end of a segment. */
  | 'trailing'
  /** Letters that are the same only in a full case mapping, such as `ß` and `ss`. */
  | 'mapping';

/**
 * Folds a remote path the way the least careful server does: paths with the same result may be one file there. Servers on
 * Windows and macOS ignore case and Unicode form, and Windows drops dots and spaces at the end of each segment.
 */
export function foldPath(path: string): string {
  if (isPlain(path)) return path.toLowerCase();
  return withoutTrailing(path).normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/** Groups paths that fold to the same; only groups of several different ones. */
export function foldedGroups(paths: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, Set<string>>();
  for (const path of paths) {
    const folded = foldPath(path);
    const group = groups.get(folded);
    if (group === undefined) groups.set(folded, new Set([path]));
    else group.add(path);
  }
  return new Map(
    [...groups].filter(([, { size }]) => size > 1).map(([folded, group]) => [folded, [...group]]),
  );
}

/** What a server must ignore to take two paths, which fold to the same, for one. */
export function differencesBetween(one: string, other: string): readonly Folding[] {
  const [a, b] = [withoutTrailing(one), withoutTrailing(other)];
  const [composedA, composedB] = [a.normalize('NFC'), b.normalize('NFC')];
  const kinds: Folding[] = [];
  if (endings(one).join('/') !== endings(other).join('/')) kinds.push('trailing');
  if (lowerCase(composedA) !== lowerCase(composedB)) return [...kinds, 'mapping'];
  if (lowerCase(a) !== lowerCase(b)) kinds.push('unicode');
  if (composedA !== composedB) kinds.push('case');
  return kinds;
}

/**
 * Respells a path so that only a server that ignores `kind` takes both for one. Changes segments in which `path` and
 * `other` differ if possible, and never returns a path of `taken`.
 *
 * @returns undefined when there is no such spelling.
 */
export function respell(
  path: string,
  kind: Folding,
  { other, taken }: { readonly other: string; readonly taken: ReadonlySet<string> },
): string | undefined {
  const [segments, others] = [path.split('/'), other.split('/')];
  const all = segments.keys().toArray().reverse();
  const differing = all.filter((index) => segments[index] !== others[index]);
  const suffix =
    endings(other)
      .concat(endings(path))
      .find((text) => text !== '') ?? '.';
  for (const index of [...differing, ...all]) {
    for (const spelling of spellings(segments[index] ?? '', kind, suffix)) {
      const respelled = segments.with(index, spelling).join('/');
      if (!taken.has(respelled) && respelled !== path) return respelled;
    }
  }
  return undefined;
}

/** Other spellings of a segment, those first that are the least likely to exist by accident. */
function spellings(segment: string, kind: Folding, suffix: string): string[] {
  switch (kind) {
    case 'case':
      return mixtures(Array.from(segment).map((letter) => [letter, otherCase(letter)]));
    case 'unicode':
      return mixtures(Array.from(segment.normalize('NFC')).flatMap(unicodeForms));
    case 'trailing': {
      const last = suffix.at(-1) ?? '.';
      const longer = withoutTrailing(segment) + suffix + last;
      return segment === '' ? [] : [longer, longer + last, longer + last + last];
    }
    case 'mapping':
      return [];
  }
}

/** Ways to choose one of two forms of each character. */
function mixtures(forms: readonly (readonly [string, string])[]): string[] {
  const variable = forms.flatMap(([one, other], index) => (one === other ? [] : [index]));
  const choose = (isOther: (order: number) => boolean) =>
    forms.map((form, index) => form[isOther(variable.indexOf(index)) ? 1 : 0]).join('');
  return [
    choose((order) => order % 2 === 0),
    choose((order) => order % 2 === 1),
    ...variable.map((_, chosen) => choose((order) => order === chosen)),
    choose((order) => order >= 0),
    choose(() => false),
  ];
}

/** The composed and the decomposed form of a character; acute and grave accents have a second decomposed one. */
function unicodeForms(character: string): (readonly [string, string])[] {
  const decomposed = character.normalize('NFD');
  const tone = decomposed.replace('\u0300', '\u0340').replace('\u0301', '\u0341');
  return [tone === decomposed ? [character, decomposed] : [decomposed, tone]];
}

/** The other case of a letter, if each is the other of the other. */
function otherCase(letter: string): string {
  const [upper, lower] = [letter.toUpperCase(), letter.toLowerCase()];
  if (upper.toLowerCase() !== lower || lower.toUpperCase() !== upper) return letter;
  return letter === upper ? lower : upper;
}

/** Letter by letter, as file systems do. */
function lowerCase(text: string): string {
  return Array.from(text, (letter) => {
    const lower = letter.toLowerCase();
    return lower.length === letter.length ? lower : letter;
  })
    .join('')
    .normalize(text === text.normalize('NFC') ? 'NFC' : 'NFD');
}

/** Whether a path has only ASCII characters, and no dot or space at the end of a segment: folding is simple then. */
function isPlain(path: string): boolean {
  return /^[\x21-\x7e ]*$/.test(path) && !/[. ](?:\/|$)/.test(path);
}

const trailing = /(?<!^)[. ]+$/;

function withoutTrailing(path: string): string {
  return path
    .split('/')
    .map((segment) => segment.replace(trailing, ''))
    .join('/');
}

/** What {@link withoutTrailing} removes from each segment. */
function endings(path: string): string[] {
  return path.split('/').map((segment) => trailing.exec(segment)?.[0] ?? '');
}
