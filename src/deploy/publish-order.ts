/**
 * The order in which staged files get their final names: as planned, but `index.html` files last, and only when all
 * others are in their places, so that a page that readers start from never refers to what is not there yet.
 */
export function publishOrder<T>(
  items: readonly T[],
  remotePathOf: (item: T) => string,
): readonly (readonly T[])[] {
  const isIndex = (item: T) => remotePathOf(item).split('/').at(-1) === 'index.html';
  return [items.filter((item) => !isIndex(item)), items.filter(isIndex)];
}
