import type { Invariant } from '../invariants.ts';
import type { Observation } from '../run-case.ts';

/** What the server saw of the connections. */
export const session: readonly Invariant[] = [
  {
    name: 'one control connection at a time',
    check: ({ mostControlConnections: most }) =>
      most > 1 ? [`${most} were open at the same time`] : [],
  },
  {
    name: 'a refused password is not sent again',
    check: ({ dialogues }) => {
      const all = dialogues.flat();
      const refused = all.findIndex((line) => line.startsWith('S: 530 Login incorrect'));
      const again = all.slice(refused + 1).filter((line) => line.startsWith('C: PASS')).length;
      return refused !== -1 && again > 0 ? [`it was sent ${again} times more`] : [];
    },
  },
  {
    name: 'a certificate that is not trusted is not met again',
    check: ({ faultCase, dialogues, result }) => {
      if (faultCase.setup === 'untrusted') {
        const problems = [
          dialogues.length > 1 && `there were ${dialogues.length} connections`,
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
    name: 'no byte of a file travels without PROT P',
    check: ({ dialogues }) => dialogues.filter(storesUnprotected).map((lines) => lines.join(' | ')),
  },
  {
    name: 'nothing is unhandled',
    check: ({ unhandled }) => unhandled.map(String),
  },
];

function storesUnprotected(dialogue: Observation['dialogues'][number]): boolean {
  const store = dialogue.findIndex((line) => /^C: (STOR|APPE) /.test(line));
  if (store === -1) return false;
  const protect = dialogue.slice(0, store).lastIndexOf('C: PROT P');
  return protect === -1 || !/^S: 2\d\d /.test(dialogue[protect + 1] ?? '');
}
