import type { Invariant } from '../invariants.ts';
import type { Observation } from '../run-case.ts';

/** Invariants of the connections, as the server sees them. */
export const session: readonly Invariant[] = [
  {
    name: 'at most one control connection is open',
    check: ({ maxControlConnections: max }) =>
      max > 1 ? [`${max} were open at the same time`] : [],
  },
  {
    name: 'a rejected password is not sent again',
    check: ({ dialogues }) => {
      const all = dialogues.flat();
      const rejected = all.findIndex((line) => /^S: 530 (Login incorrect|Sorry)/.test(line));
      const again = all.slice(rejected + 1).filter((line) => line.startsWith('C: PASS')).length;
      return rejected !== -1 && again > 0 ? [`sent ${again} more times`] : [];
    },
  },
  {
    name: 'an untrusted certificate is not retried',
    check: ({ faultCase, dialogues, result }) => {
      if (faultCase.setup === 'untrusted') {
        const problems = [
          dialogues.length > 1 && `${dialogues.length} connections were opened`,
          dialogues.flat().some((line) => line.startsWith('C:')) && 'commands were sent',
        ];
        return problems.filter((problem) => problem !== false);
      }
      if (faultCase.setup !== 'untrusted-data') return [];
      const attempts = result.files.map((file) => file.attempts).join();
      return attempts === '1,0,0,0,0,0' ? [] : [`attempts ${attempts}`];
    },
  },
  {
    name: 'no file is sent without PROT P',
    check: ({ dialogues }) => dialogues.filter(storesUnprotected).map((lines) => lines.join(' | ')),
  },
  {
    name: 'no error is unhandled',
    check: ({ unhandled }) => unhandled.map(String),
  },
];

function storesUnprotected(dialogue: Observation['dialogues'][number]): boolean {
  const store = dialogue.findIndex((line) => /^C: (STOR|APPE) /.test(line));
  if (store === -1) return false;
  const protect = dialogue.slice(0, store).lastIndexOf('C: PROT P');
  return protect === -1 || !/^S: 2\d\d /.test(dialogue[protect + 1] ?? '');
}
