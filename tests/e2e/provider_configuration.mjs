// SPDX-License-Identifier: MIT
// What the authorization server is: its clients, its one resource (the mail server), and how its
// tokens look. `settings` is read anew for each token, so a test can change it on the way.

import * as crypto from 'node:crypto';

import { mutual_tls } from './machine_clients.mjs';

export const mail_resource = 'urn:sasl-oauth:e2e:mail';

const redirect_uris = ['127.0.0.1', '[::1]', 'localhost'].flatMap((host) => [
  `http://${host}/`,
  `http://${host}/callback`,
]);
const device_code = 'urn:ietf:params:oauth:grant-type:device_code';

// The secrets hold what form encoding changes.
const mail_app = {
  application_type: 'native',
  redirect_uris,
  response_types: ['code'],
  grant_types: ['authorization_code', 'refresh_token', device_code],
};
const machine_app = {
  ...mail_app,
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
};
const clients = [
  { ...mail_app, client_id: 'mail-app', token_endpoint_auth_method: 'none' },
  {
    ...mail_app,
    client_id: 'mail-app-post',
    client_secret: 'post/secret+with=odd~signs&100%',
    token_endpoint_auth_method: 'client_secret_post',
  },
  {
    ...mail_app,
    client_id: 'mail-app-basic',
    client_secret: 'basic:secret/with+odd=signs~&100%',
    token_endpoint_auth_method: 'client_secret_basic',
  },
  {
    client_id: 'mail-server',
    client_secret: 'mail-server-secret',
    token_endpoint_auth_method: 'client_secret_basic',
    redirect_uris: [],
    response_types: [],
    grant_types: [],
  },
];

/** Signing keys: `trusted` is the one that mail servers get, `unknown` is valid to nobody. */
export function make_keys() {
  const rsa = (kid) => {
    const { privateKey, publicKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };
    return { kid, jwk, public_pem: publicKey.export({ type: 'spki', format: 'pem' }) };
  };
  return {
    RS256: { trusted: rsa('trusted'), unknown: rsa('unknown') },
    HS256: { trusted: crypto.randomBytes(32), unknown: crypto.randomBytes(32) },
  };
}

function signature(keys, { access_token_algorithm: alg, access_token_key: which }) {
  const key = keys[alg][which];
  return alg === 'HS256' ? { alg, key } : { alg, kid: key.kid };
}

/** What an access token for the mail server is like under these settings. */
export function mail_resource_server(keys, settings) {
  return {
    scope: 'mail',
    audience: mail_resource,
    accessTokenFormat: settings.access_token_format,
    jwt: { sign: signature(keys, settings) },
  };
}

/** Fills the token up to the wished length: three octets of claims are four characters. */
function pad(settings, jwt) {
  const signature_characters = settings.access_token_algorithm === 'HS256' ? 43 : 342;
  const payload_characters = settings.access_token_characters - signature_characters - 80;
  const octets = Math.floor((payload_characters * 3) / 4) - JSON.stringify(jwt.payload).length;
  if (octets > 0) jwt.payload.padding = 'x'.repeat(octets);
}

function find_account(ctx, login) {
  return { accountId: login, claims: () => ({ sub: login, email: login, email_verified: true }) };
}

function features(keys, settings) {
  return {
    devInteractions: { enabled: true },
    deviceFlow: { enabled: true },
    clientCredentials: { enabled: true },
    mTLS: mutual_tls,
    revocation: { enabled: true },
    registration: { enabled: true },
    introspection: {
      enabled: true,
      allowedPolicy: (ctx, client, token) =>
        client.clientId === 'mail-server' && token.kind === 'AccessToken',
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => mail_resource,
      useGrantedResource: () => true,
      getResourceServerInfo: () => mail_resource_server(keys, settings),
    },
  };
}

/** The configuration object of oidc-provider. */
export function provider_configuration(keys, settings, Adapter, machine_clients = []) {
  return {
    adapter: Adapter,
    clients: [...clients, ...machine_clients.map((one) => ({ ...machine_app, ...one }))],
    clientAuthMethods: [
      'none',
      'client_secret_post',
      'client_secret_basic',
      'private_key_jwt',
      'tls_client_auth',
      'self_signed_tls_client_auth',
    ],
    jwks: { keys: [keys.RS256.trusted.jwk, keys.RS256.unknown.jwk] },
    cookies: { keys: [crypto.randomBytes(16).toString('hex')] },
    scopes: ['openid', 'offline_access', 'mail'],
    claims: { openid: ['sub', 'email'] },
    findAccount: find_account,
    features: features(keys, settings),
    pkce: { methods: ['S256'], required: () => true },
    rotateRefreshToken: () => settings.rotate_refresh_tokens,
    issueRefreshToken: (ctx, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: () => false,
    extraTokenClaims: (ctx, token) => {
      const login = token.accountId ?? settings.service_login;
      return { email: login, username: login };
    },
    formats: {
      customizers: {
        // Dovecot 2.3 takes the type "JWT" only, not RFC 9068's "at+jwt".
        jwt: (ctx, token, jwt) => {
          jwt.header = { typ: 'JWT' };
          pad(settings, jwt);
        },
      },
    },
    ttl: {
      AccessToken: () => settings.access_token_ttl,
      AuthorizationCode: 60,
      ClientCredentials: () => settings.access_token_ttl,
      DeviceCode: 600,
      Grant: 86400,
      IdToken: 3600,
      Interaction: 600,
      RefreshToken: () => settings.refresh_token_ttl,
      Session: 86400,
    },
  };
}
