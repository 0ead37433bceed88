// SPDX-License-Identifier: MIT
// What clients asked the authorization server, and which of those requests are to go wrong.

import * as querystring from 'node:querystring';
import { setTimeout as sleep } from 'node:timers/promises';

async function read_form(req) {
  const pieces = [];
  for await (const piece of req) pieces.push(piece);
  return querystring.parse(Buffer.concat(pieces).toString());
}

function answer_of(failure) {
  return failure.body_base64 === undefined
    ? Buffer.from(failure.body ?? '')
    : Buffer.from(failure.body_base64, 'base64');
}

function cut_in_mid_body(ctx, failure) {
  const body = answer_of(failure);
  ctx.respond = false;
  ctx.res.writeHead(failure.status ?? 200, {
    'content-type': 'application/json',
    'content-length': body.length + 100,
  });
  ctx.res.write(body, () => ctx.req.socket.destroy());
}

/** The kinds of failure. Each gets koa's context and the failure; some let the request through. */
const actions = {
  reply: async (ctx, failure) => {
    ctx.status = failure.status ?? 200;
    ctx.set({ 'content-type': 'application/json', ...failure.headers });
    ctx.body = answer_of(failure);
  },
  delay: async (ctx, failure, next) => next(),
  hang: async (ctx) => {
    ctx.respond = false;
  },
  cut: async (ctx, failure) => cut_in_mid_body(ctx, failure),
  lose_reply: async (ctx, failure, next) => {
    await next();
    ctx.respond = false;
    ctx.req.socket.destroy();
  },
};
const actions_that_let_through = new Set(['delay', 'lose_reply']);

export class RequestLog {
  constructor() {
    this.reset();
  }

  reset() {
    this.requests = [];
    this.failures = [];
  }

  /** The next `count` POST requests to `path` meet `action`. */
  fail({ action, path = '/token', count = 1, ...rest }) {
    if (!actions[action]) throw new Error(`no such action: ${action}`);
    this.failures.push({ action, path, count, ...rest });
  }

  take_failure(path) {
    const failure = this.failures.find((one) => one.path === path && one.count > 0);
    if (failure) failure.count -= 1;
    return failure;
  }

  /** A koa middleware, to stand before those of the provider. */
  middleware() {
    return async (ctx, next) => {
      if (ctx.method !== 'POST') return next();
      const failure = this.take_failure(ctx.path);
      const entry = { path: ctx.path, action: failure?.action ?? null, status: null };
      entry.client_authentication = ctx.get('authorization') ? 'basic' : 'form';
      this.requests.push(entry);
      await (failure ? this.go_wrong(ctx, failure, entry, next) : next());
      entry.form ??= { ...ctx.oidc?.body };
      entry.grant_type = entry.form.grant_type ?? null;
      entry.client_id = ctx.oidc?.client?.clientId ?? entry.form.client_id ?? null;
      entry.status = ctx.respond === false ? null : ctx.status;
      entry.error = ctx.body?.error ?? null;
    };
  }

  async go_wrong(ctx, failure, entry, next) {
    if (failure.seconds) await sleep(failure.seconds * 1000);
    if (!actions_that_let_through.has(failure.action)) entry.form = await read_form(ctx.req);
    await actions[failure.action](ctx, failure, next);
  }
}
