/**
 * Lets `npm run mutate -- --sample <n>` break one piece of the code in n: a function, a method, or a value that a module or
 * a class begins with. Which ones depends on their names and lengths only, so that a second run breaks the same.
 */
import { createHash } from 'node:crypto';

/** What is looked at of a node of Babel's syntax tree. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly id?: { readonly name?: string } | null;
  readonly key?: { readonly name?: string };
}

interface NodePath {
  readonly node: Node;
  getFunctionParent(): NodePath | null;
}

const pieces = /^(?:FunctionDeclaration|Class(?:Private)?(?:Method|Property)|VariableDeclaration)$/;
const oneIn = Number(process.env['MUTATE_SAMPLE'] ?? 1);

export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'sample',
    value: {
      shouldIgnore(path: NodePath): string | undefined {
        const isPiece = pieces.test(path.node.type) && path.getFunctionParent() === null;
        return isPiece && !isChosen(path.node) ? 'not in the sample' : undefined;
      },
    },
  },
];

function isChosen({ id, key, start, end }: Node): boolean {
  const name = id?.name ?? key?.name ?? '';
  const hash = createHash('sha256')
    .update(`${name} ${end - start}`)
    .digest();
  return hash.readUInt32BE() % oneIn === 0;
}
