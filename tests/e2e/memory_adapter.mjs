// SPDX-License-Identifier: MIT
// Where the authorization server keeps its grants, tokens and sessions: plain maps, one a model,
// so that the control interface can look a token up and let it expire.

const records_of_model = new Map();
const grantable = ['AccessToken', 'AuthorizationCode', 'RefreshToken', 'DeviceCode'];

function records_of(model) {
  if (!records_of_model.has(model)) records_of_model.set(model, new Map());
  return records_of_model.get(model);
}

function now() {
  return Math.floor(Date.now() / 1000);
}

/** oidc-provider's adapter interface; its method names are the library's own. */
export class MemoryAdapter {
  constructor(model) {
    this.records = records_of(model);
  }

  async upsert(id, payload) {
    this.records.set(id, payload);
  }

  async find(id) {
    return this.records.get(id);
  }

  async findByUid(uid) {
    return this.first((record) => record.uid === uid);
  }

  async findByUserCode(user_code) {
    return this.first((record) => record.userCode === user_code);
  }

  async consume(id) {
    this.records.get(id).consumed = now();
  }

  async destroy(id) {
    this.records.delete(id);
  }

  async revokeByGrantId(grant_id) {
    revoke_tokens_of(grant_id);
  }

  first(predicate) {
    return [...this.records.values()].find(predicate);
  }
}

/** Forgets every token that came from this grant. */
export function revoke_tokens_of(grant_id) {
  for (const model of grantable) {
    const records = records_of(model);
    for (const [id, record] of records) {
      if (record.grantId === grant_id) records.delete(id);
    }
  }
}

/** Lets a stored opaque token be past its time; false if there is no such token. */
export function expire(model, id) {
  const record = records_of(model).get(id);
  if (!record) return false;
  record.exp = now() - 1;
  return true;
}
