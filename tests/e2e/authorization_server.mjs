// SPDX-License-Identifier: MIT
// An OAuth 2.0 authorization server for tests: oidc-provider over https on a loopback port.
//
//   node authorization_server.mjs '{"node_modules": DIR, "certificate_file": PEM, "key_file": PEM}'
//
// Any name of `default_settings` may stand in that object as well. One line of JSON on standard
// output says that it serves, and where. It ends at SIGTERM and when its standard input closes.

import * as fs from 'node:fs';
import * as https from 'node:https';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';

import { start_control_server } from './control_server.mjs';
import { MemoryAdapter } from './memory_adapter.mjs';
import { machine_clients } from './machine_clients.mjs';
import { make_keys, provider_configuration } from './provider_configuration.mjs';
import { RequestLog } from './request_log.mjs';

const default_settings = {
  access_token_ttl: 3600,
  refresh_token_ttl: 86400,
  rotate_refresh_tokens: true,
  access_token_format: 'opaque', // or 'jwt', and then:
  access_token_algorithm: 'RS256', // or 'HS256'
  access_token_characters: 2500,
  service_login: 'service@example.org', // whose mailbox a client opens that asks for itself
  access_token_key: 'trusted', // or 'unknown': a mail server refuses what it signed
  device_interval: 1, // seconds between a device's questions; RFC 8628 has 5 if the server is silent
};

/** oidc-provider lives in a cache folder, where `import` by name does not look. */
async function load_provider(node_modules) {
  const entry = path.join(node_modules, 'oidc-provider', 'lib', 'index.js');
  const { default: Provider } = await import(pathToFileURL(entry).href);
  return Provider;
}

async function start_https({ certificate_file, key_file, ca_file }) {
  const server = https.createServer({
    cert: fs.readFileSync(certificate_file),
    key: fs.readFileSync(key_file),
    // Whoever shows a certificate may prove himself by it; oidc-provider looks at it.
    ...(ca_file && { ca: fs.readFileSync(ca_file), requestCert: true, rejectUnauthorized: false }),
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function pick_settings(options) {
  const names = Object.keys(default_settings).filter((name) => name in options);
  const given = Object.fromEntries(names.map((name) => [name, options[name]]));
  return { ...default_settings, ...given };
}

/** The library does not say how often a device may ask. */
function tell_device_interval(settings) {
  return async (ctx, next) => {
    await next();
    if (ctx.body?.device_code) ctx.body.interval = settings.device_interval;
  };
}

function end_with_parent() {
  process.on('SIGTERM', () => process.exit(0));
  process.stdin.on('end', () => process.exit(0)).resume();
}

async function main() {
  end_with_parent();
  console.info = console.error; // the library's notices; standard output is ours
  const options = JSON.parse(process.argv[2]);
  const initial_settings = pick_settings(options);
  const settings = { ...initial_settings };
  const keys = make_keys();
  const Provider = await load_provider(options.node_modules);
  const server = await start_https(options);
  const issuer = `https://127.0.0.1:${server.address().port}`;
  const more_clients = machine_clients(options);
  const provider = new Provider(
    issuer,
    provider_configuration(keys, settings, MemoryAdapter, more_clients),
  );
  const log = new RequestLog();
  provider.use(log.middleware());
  provider.use(tell_device_interval(settings));
  provider.on('server_error', (ctx, error) => console.error(error));
  server.on('request', provider.callback());
  const control = await start_control_server({ provider, keys, settings, initial_settings, log });
  const ready = {
    issuer,
    control: `http://127.0.0.1:${control.address().port}`,
    rs256_key_id: keys.RS256.trusted.kid,
    rs256_public_key: keys.RS256.trusted.public_pem,
    hs256_secret: keys.HS256.trusted.toString('base64'),
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

await main();
