/**
 * The order in which staged files get their final names: as planned, but `index.html` files last, so that a page that
 * readers start from never refers to what is not there yet.
 */
export function publishingOrder<T>(
  items: readonly T[],
  remotePathOf: (item: T) => string,
): readonly T[] {
  const isIndex = (item: T) => remotePathOf(item).split('/').at(-1) === 'index.html';
  return [...items.filter((item) => !isIndex(item)), ...items.filter(isIndex)];
}
