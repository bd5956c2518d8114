export type SignInOutcome = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** Signs in with e-mail and password; the session comes back as a cookie that scripts cannot read. */
export async function signIn(email: string, password: string): Promise<SignInOutcome> {
  try {
    const answer = await post('/api/auth/sign-in/email', { email, password });
    return answer.ok ? { ok: true } : { ok: false, message: messageOf(answer.status) };
  } catch {
    return { ok: false, message: messageOf(503) };
  }
}

export async function signOut(): Promise<void> {
  await post('/api/auth/sign-out', {}).catch(() => {});
  window.location.assign('/sign-in');
}

function post(path: string, body: object): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-leeway': '1' },
    body: JSON.stringify(body),
  });
}

/** Says nothing about which of the two was wrong. */
function messageOf(status: number): string {
  if (status === 429) return 'Too many attempts. Wait a minute, then try again.';
  if (status >= 500) return 'The control plane does not answer. Try again in a moment.';
  return 'The e-mail address or the password is not right.';
}
