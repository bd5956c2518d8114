/** The sign-in library's field names and our columns, where they differ. */
const times = { createdAt: 'created_at', updatedAt: 'updated_at' } as const;

export const userColumns = { ...times, emailVerified: 'email_verified' } as const;

export const sessionColumns = {
  ...times,
  userId: 'user_id',
  expiresAt: 'expires_at',
  ipAddress: 'ip_address',
  userAgent: 'user_agent',
} as const;

export const accountColumns = {
  ...times,
  userId: 'user_id',
  accountId: 'account_id',
  providerId: 'provider_id',
  accessToken: 'access_token',
  refreshToken: 'refresh_token',
  idToken: 'id_token',
  accessTokenExpiresAt: 'access_token_expires_at',
  refreshTokenExpiresAt: 'refresh_token_expires_at',
} as const;

export const verificationColumns = { ...times, expiresAt: 'expires_at' } as const;
