// Asks Cedar's wasm build the requests of a file, with policies parsed beforehand, and says how many a second and what it allowed.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const [folder, file] = process.argv.slice(2);
const cedar = createRequire(`${folder}/`)('@cedar-policy/cedar-wasm/nodejs');
const { policies, requests } = JSON.parse(readFileSync(file, 'utf8'));

const parsed = cedar.preparsePolicySet('decisions', { staticPolicies: policies });
if (parsed.type !== 'success') {
  throw new Error(JSON.stringify(parsed));
}

const calls = requests.map((context) => ({
  principal: { type: 'Partner', id: context.partner },
  action: { type: 'Action', id: 'release' },
  resource: { type: 'Portion', id: 'p' },
  context,
  preparsedPolicySetId: 'decisions',
  validateRequest: false,
  entities: [],
}));

const allowed = calls.map((call) => {
  const answer = cedar.statefulIsAuthorized(call);
  if (answer.type !== 'success' || answer.response.diagnostics.errors.length > 0) {
    throw new Error(JSON.stringify(answer));
  }
  return answer.response.decision === 'allow' ? '1' : '0';
}).join('');

let best = 0;
for (let turn = 0; turn < 8; turn++) {
  const start = process.hrtime.bigint();
  for (const call of calls) {
    cedar.statefulIsAuthorized(call);
  }
  best = Math.max(best, (calls.length * 1e9) / Number(process.hrtime.bigint() - start));
}

console.log(JSON.stringify({ perSecond: best, allowed }));
