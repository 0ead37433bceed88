// SPDX-License-Identifier: MIT
// The tests' private door into the authorization server: JSON over plain http on loopback.
// `POST /<action>` with a JSON object; the answer is a JSON object, or 500 with `error`.

import * as http from 'node:http';

import { expire, revoke_tokens_of } from './memory_adapter.mjs';
import { mail_resource, mail_resource_server } from './provider_configuration.mjs';

async function read_json(req) {
  const pieces = [];
  for await (const piece of req) pieces.push(piece);
  return JSON.parse(Buffer.concat(pieces).toString() || '{}');
}

async function new_grant(provider, login, client_id) {
  const grant = new provider.Grant({ accountId: login, clientId: client_id });
  grant.addOIDCScope('openid offline_access');
  grant.addResourceScope(mail_resource, 'mail');
  return grant.save();
}

/** Everything that a sign-in in the browser would have left behind, at once. */
async function issue(server, { login, client_id, access_token_scope = 'mail' }) {
  const { provider, keys, settings } = server;
  const client = await provider.Client.find(client_id);
  if (!client) throw new Error(`no such client: ${client_id}`);
  const grantId = await new_grant(provider, login, client_id);
  const common = { accountId: login, client, grantId, gty: 'authorization_code' };
  const access = new provider.AccessToken({ ...common, scope: access_token_scope });
  access.resourceServer = new provider.ResourceServer(
    mail_resource,
    mail_resource_server(keys, settings),
  );
  const refresh = new provider.RefreshToken({
    ...common,
    resource: mail_resource,
    rotations: 0,
    scope: 'openid offline_access mail',
    authTime: Math.floor(Date.now() / 1000),
  });
  return {
    access_token: await access.save(),
    expires_in: access.expiration,
    refresh_token: await refresh.save(),
    token_type: 'Bearer',
  };
}

async function revoke_grant_of(provider, token) {
  const stored =
    (await provider.RefreshToken.find(token, { ignoreExpiration: true })) ??
    (await provider.AccessToken.find(token, { ignoreExpiration: true }));
  if (!stored) return { revoked: false };
  revoke_tokens_of(stored.grantId);
  await provider.Grant.adapter.destroy(stored.grantId);
  return { revoked: true };
}

async function revoke_access_token(provider, token) {
  const stored = await provider.AccessToken.find(token, { ignoreExpiration: true });
  await stored?.destroy();
  return { revoked: stored !== undefined };
}

async function is_alive(provider, token) {
  const stored = await provider.RefreshToken.find(token);
  return { alive: stored?.isValid ?? false };
}

function change(settings, changes) {
  for (const name of Object.keys(changes)) {
    if (!(name in settings)) throw new Error(`no such setting: ${name}`);
  }
  return Object.assign(settings, changes);
}

function actions_of(server) {
  const { provider, settings, initial_settings, log } = server;
  return {
    reset: () => {
      log.reset();
      return change(settings, initial_settings);
    },
    settings: (changes) => change(settings, changes),
    issue: (request) => issue(server, request),
    requests: () => ({ requests: log.requests }),
    fail: (failure) => log.fail(failure) ?? {},
    expire_access_token: ({ token }) => ({ expired: expire('AccessToken', token) }),
    revoke_access_token: ({ token }) => revoke_access_token(provider, token),
    revoke_grant_of: ({ token }) => revoke_grant_of(provider, token),
    is_refresh_token_alive: ({ token }) => is_alive(provider, token),
  };
}

/** Starts the control interface; gives its http.Server, listening on a port of 127.0.0.1. */
export async function start_control_server(server) {
  const actions = actions_of(server);
  const handle = async (req, res) => {
    let status = 200;
    let answer;
    try {
      const action = actions[req.url.slice(1)];
      if (!action) throw new Error(`no such action: ${req.url}`);
      answer = await action(await read_json(req));
    } catch (error) {
      status = 500;
      answer = { error: error.message };
    }
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  };
  const control = http.createServer(handle);
  await new Promise((resolve) => control.listen(0, '127.0.0.1', resolve));
  return control;
}
