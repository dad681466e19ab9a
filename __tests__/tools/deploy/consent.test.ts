import { PassThrough } from 'node:stream';
import { obtainConsent } from '../../../tools/deploy/consent';

const { CI } = process.env;
const { signal: stop } = new AbortController();
const noConsents = { yes: false, acceptDataLoss: false };

/** A terminal on which somebody answers, or no terminal. */
function terminalWith(answer?: string) {
  const isTTY = answer !== undefined;
  const stdin = Object.assign(new PassThrough(), { isTTY });
  stdin.end(`${answer}\n`);
  return { stdin, stdout: Object.assign(new PassThrough(), { isTTY }) };
}

describe('Consent to a plan that Terraform Cloud withholds', () => {
  beforeAll(() => {
    process.env.CI = '';
  });
  afterAll(() => {
    if (CI === undefined) delete process.env.CI;
    else process.env.CI = CI;
  });

  it.each([noConsents, { yes: true, acceptDataLoss: false }, { yes: false, acceptDataLoss: true }])(
    'needs both flags without a terminal, so it is missing with %j',
    async (consents) => {
      await expect(obtainConsent(undefined, consents, stop, terminalWith())).rejects.toThrow(
        /^Without the JSON of the plan, .* Nothing was changed\. To accept the plan above, add -- --yes --accept-data-loss/,
      );
    },
  );

  it('is given by both flags', async () => {
    const consents = { yes: true, acceptDataLoss: true };
    await expect(obtainConsent(undefined, consents, stop, terminalWith())).resolves.toBeUndefined();
  });

  it('is given by a yes on a terminal, and refused by anything else', async () => {
    await expect(obtainConsent(undefined, noConsents, stop, terminalWith('y'))).resolves.toBeUndefined();
    await expect(obtainConsent(undefined, noConsents, stop, terminalWith(''))).rejects.toThrow('Nothing was changed.');
  });
});
