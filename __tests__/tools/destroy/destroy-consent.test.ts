import * as terminal from '../../../tools/console/terminal';
import {
  type DestroyConsents,
  type DestructionRisks,
  obtainDestroyConsent,
} from '../../../tools/destroy/destroy-consent';

jest.mock('../../../tools/console/terminal', () => ({
  isInteractive: jest.fn(),
  confirm: jest.fn(),
  colors: { red: String },
}));

const { isInteractive, confirm } = jest.mocked(terminal);
const none: DestroyConsents = { yes: false, acceptDataLoss: false, liftProtection: false };
const all: DestructionRisks = {
  environment: 'prod',
  hasData: true,
  isProtected: true,
  snapshotOf: 'prod-database',
};
const nothing: DestructionRisks = { ...all, hasData: false, isProtected: false, snapshotOf: undefined };

function obtain(risks: DestructionRisks, consents: DestroyConsents): Promise<boolean> {
  return obtainDestroyConsent(risks, consents, new AbortController().signal);
}

beforeEach(() => jest.resetAllMocks());

describe('obtainDestroyConsent, on a terminal,', () => {
  beforeEach(() => isInteractive.mockReturnValue(true));

  it('asks about the protection, the final snapshot and the data', async () => {
    confirm.mockResolvedValue(true);
    expect(await obtain(all, none)).toBe(true);
    expect(confirm.mock.calls.map(([question]) => question)).toEqual([
      "prod is protected from deletion. Remove the protection in AWS? The environment's file is not changed.",
      'Keep a final snapshot of the database prod-database? AWS bills it per GB.',
      'This permanently deletes prod, with the data named above. Continue?',
    ]);
  });

  it('asks only one question if nothing is protected and no data is lost', async () => {
    confirm.mockResolvedValue(true);
    await obtain(nothing, none);
    expect(confirm.mock.calls.map(([question]) => question)).toEqual(['This deletes prod. Continue?']);
  });

  it('throws an error, and asks no further question, if the user answers no', async () => {
    confirm.mockResolvedValue(false);
    await expect(obtain(all, none)).rejects.toThrow('Nothing was changed.');
    expect(confirm).toHaveBeenCalledTimes(1);
  });

  it('returns that no final snapshot is kept if the user declines only the snapshot', async () => {
    confirm.mockResolvedValueOnce(true).mockResolvedValueOnce(false).mockResolvedValueOnce(true);
    expect(await obtain(all, none)).toBe(false);
  });
});

describe('obtainDestroyConsent, without a terminal,', () => {
  it.each<[missing: string, situation: string, DestructionRisks, DestroyConsents]>([
    ['--yes', 'nothing is protected and no data is lost', nothing, none],
    ['--accept-data-loss', 'data is lost', { ...nothing, hasData: true }, { ...none, yes: true }],
    [
      '--lift-protection --yes',
      'the environment is protected',
      { ...all, hasData: false },
      { ...none, finalSnapshot: false },
    ],
    [
      'either --final-snapshot or --no-final-snapshot',
      'there is a database',
      all,
      { ...none, liftProtection: true, acceptDataLoss: true },
    ],
  ])('names the missing options %s if %s', async (missing, _, risks, consents) => {
    await expect(obtain(risks, consents)).rejects.toThrow(`add to the command: -- ${missing}`);
  });

  it('asks nothing if the options answer every question', async () => {
    const consents = { ...none, acceptDataLoss: true, liftProtection: true, finalSnapshot: true };
    expect(await obtain(all, consents)).toBe(true);
    expect(confirm).not.toHaveBeenCalled();
  });
});
