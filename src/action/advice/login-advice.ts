import type { ReplyError } from '../../ftps/index.ts';
import type { AdviceContext } from './advice-context.ts';
import { loginHint } from './reply-hints.ts';

const notRetried = "Logins aren't retried, to avoid locking the account.";

/** The server rejected USER or PASS. */
export function loginAdvice(error: ReplyError, context: AdviceContext): string {
  // 421 has causes of its own, which the advice names already.
  return cause(error, context) + (error.reply.code === 421 ? '' : loginHint(error));
}

function cause({ verb, reply, requiresTls }: ReplyError, context: AdviceContext): string {
  const { code } = reply;
  if (requiresTls) return 'The server only accepts logins over TLS. Set "tls-mode: explicit".';
  if (context.hasLoggedIn) {
    return 'The same username and password were accepted earlier in this run. The server may limit logins or connections: re-run the job later, and avoid parallel deployments with "concurrency:".';
  }
  if (code === 332 || code === 532) {
    return "The server asks for an account name in addition (ACCT), which this action doesn't support. Ask your host for an account that doesn't need one.";
  }
  if (context.tlsMode === 'none') return withoutTls(verb, code);
  if (context.passwordIsEmpty) {
    return 'The password is empty. Check the name of the secret, and the "environment" of the job if the secret belongs to one. Secrets aren\'t available to workflows triggered from forks.';
  }
  if (code === 421) {
    return 'The server has reached its connection limit. Avoid parallel deployments with "concurrency:" in the workflow, and re-run the job later.';
  }
  if (code < 500 && code !== 430) {
    return `The server can't check the login now. Re-run the job later. ${notRetried}`;
  }
  if (code !== 430 && code !== 530) {
    return `The server rejects the login with ${code}, although it would reply to a wrong password with 530. Check its log, or ask your host: its configuration for this account may be wrong. Check the username and password, too. ${notRetried}`;
  }
  if (context.host.endsWith('.azurewebsites.windows.net')) {
    return 'Azure App Service needs a username like "site\\$site" or "site\\user" with the password that belongs to it, and basic authentication for FTP enabled in the app\'s settings.';
  }
  return `Check the username and password (they are sent unmodified). ${notRetried}`;
}

function withoutTls(verb: string, code: number): string {
  if (code === 421) {
    return 'The server has reached its connection limit, or requires TLS. If it offers TLS, set "tls-mode: explicit". Otherwise, re-run the job later.';
  }
  return verb === 'USER'
    ? 'A server that rejects the username on an unencrypted connection usually requires TLS. Set "tls-mode: explicit".'
    : `Check the username and password (they are sent unmodified). The server may also require TLS: set "tls-mode: explicit". ${notRetried}`;
}
