import type { ListingEntry } from './listing-entry.ts';
import { parseTimeVal } from '../time-val.ts';

/**
 * Parses a line of a reply to MLSD: facts, a space, a name that may contain spaces (RFC 3659 section 7.2). The names of
 * facts are in upper or lower case; the type of a link is `OS.unix=slink:` or similar.
 *
 * @returns Undefined when the line has no name.
 */
export function parseMachineLine(line: string): ListingEntry | undefined {
  const end = line.indexOf(' ');
  if (end === -1) return undefined;
  const facts = parseFacts(line.slice(0, end));
  const isFile = facts.get('type')?.toLowerCase() === 'file';
  const size = facts.get('size') ?? '';
  const modifiedMs = parseTimeVal(facts.get('modify') ?? '');
  return {
    name: line.slice(end + 1),
    isFile,
    sizeBytes: isFile && /^\d{1,15}$/.test(size) ? Number(size) : undefined,
    ...(modifiedMs === undefined ? {} : { modifiedMs }),
  };
}

function parseFacts(text: string): ReadonlyMap<string, string> {
  const facts = text.split(';').map((fact) => {
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(fact) ?? [];
    return [name.toLowerCase(), value] as const;
  });
  return new Map(facts);
}
