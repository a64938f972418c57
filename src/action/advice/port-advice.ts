import type { AdviceContext } from './advice-context.ts';

export const notSftp =
  'This action supports FTPS only. Ask your host for an FTPS port (usually 990 or 21), or use an SFTP tool.';

/** What to change, from what was found on the usual port of the other TLS modes; undefined if it wasn't probed. */
export function alternativePortAdvice({
  alternativePort,
  tlsMode,
}: AdviceContext): string | undefined {
  if (alternativePort === undefined) return undefined;
  const { port, answer, banner } = alternativePort;
  const isImplicit = tlsMode === 'implicit';
  switch (answer) {
    case 'ftp':
      return isImplicit
        ? `Port ${port} answers ("${banner}"): set "tls-mode: explicit".`
        : `Port ${port} answers ("${banner}"): set "port: ${port}".`;
    case 'nothing':
      return isImplicit
        ? `Port ${port} accepts connections, but sent no greeting within 3 s. Try "tls-mode: explicit".`
        : `Port ${port} accepts connections: set "tls-mode: implicit".`;
    case 'ssh':
      return `Port ${port} is an SSH (SFTP) server. ${notSftp}`;
    case 'other':
      return `Port ${port} isn't FTP either: it sent "${banner}". Check "server".`;
    case 'unreachable':
      return `Port ${port} can't be reached either. Check "server", and set "port" if your host uses another one. If both are correct, a firewall blocks the runner: many hosts block the IP addresses of hosted runners.`;
  }
}
