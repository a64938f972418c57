/** What a login script can vary. */
export interface LoginScriptOptions {
  /** Lines of the reply to FEAT. */
  readonly features?: readonly string[];
  /** The login directory, as in the reply to PWD. */
  readonly directory?: string;
}

/** The transcript of a successful login over TLS, from the greeting to the reply to PWD. */
export function loginScript({
  features = ['EPSV', 'UTF8'],
  directory = '/home/deploy',
}: LoginScriptOptions = {}): string {
  const utf8 = features.includes('UTF8') ? ['C: OPTS UTF8 ON', 'S: 200 Always in UTF8 mode'] : [];
  const lines = [
    'S: 220 Ready',
    'C: USER deploy',
    'S: 331 Password required',
    'C: PASS secret',
    'S: 230-Welcome',
    'S: 230 Logged in',
    'C: PBSZ 0',
    'S: 200 PBSZ=0',
    'C: PROT P',
    'S: 200 Protection set to Private',
    'C: FEAT',
    'S: 211-Features:',
    ...features.map((feature) => `S:  ${feature}`),
    'S: 211 End',
    ...utf8,
    'C: TYPE I',
    'S: 200 Type set to I',
    'C: STRU F',
    'S: 200 Structure set to F',
    'C: MODE S',
    'S: 200 Mode set to S',
    'C: PWD',
    `S: 257 "${directory}" is the current directory`,
  ];
  return `\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** The transcript of an orderly disconnect. */
export const goodbye = '\n  C: QUIT\n  S: 221 Goodbye\n';
