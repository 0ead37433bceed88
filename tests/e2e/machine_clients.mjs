// SPDX-License-Identifier: MIT
// Clients that sign or show a certificate: what machine_clients.py has the private halves of.

import * as crypto from 'node:crypto';
import * as fs from 'node:fs';

function jwk_of(key_file) {
  return crypto.createPublicKey(fs.readFileSync(key_file)).export({ format: 'jwk' });
}

/** The clients of oidc-provider for these key files; none without them. */
export function machine_clients({ rsa_key_file, ec_key_file, self_signed_file }) {
  if (!rsa_key_file) return [];
  const rsa = jwk_of(rsa_key_file);
  const certificate = new crypto.X509Certificate(fs.readFileSync(self_signed_file));
  const by_key = (client_id, alg, key) => ({
    client_id,
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: alg,
    jwks: { keys: [key] },
  });
  const by_secret = (client_id, method, client_secret) => ({
    client_id,
    client_secret,
    token_endpoint_auth_method: method,
  });
  return [
    by_secret('service-post', 'client_secret_post', 'post/secret+=~&100%'),
    by_secret('service-basic', 'client_secret_basic', 'basic:se/cret+=~&100%'),
    by_key('service-rs256', 'RS256', rsa),
    by_key('service-ps256', 'PS256', rsa),
    by_key('service-es256', 'ES256', jwk_of(ec_key_file)),
    {
      client_id: 'service-tls',
      token_endpoint_auth_method: 'tls_client_auth',
      tls_client_auth_subject_dn: 'CN=service-tls',
    },
    {
      client_id: 'service-self',
      token_endpoint_auth_method: 'self_signed_tls_client_auth',
      jwks: { keys: [{ ...rsa, x5c: [certificate.raw.toString('base64')] }] },
    },
  ];
}

/** How oidc-provider looks at the certificate of a connection (RFC 8705). */
export const mutual_tls = {
  enabled: true,
  selfSignedTlsClientAuth: true,
  tlsClientAuth: true,
  getCertificate(ctx) {
    const { raw } = ctx.socket.getPeerCertificate();
    return raw && new crypto.X509Certificate(raw);
  },
  certificateAuthorized: (ctx) => ctx.socket.authorized,
  certificateSubjectMatches: (ctx, property, expected) =>
    property === 'tls_client_auth_subject_dn' &&
    `CN=${ctx.socket.getPeerCertificate().subject.CN}` === expected,
};
