import { Destruction } from '../../../tools/destroy/destruction';
import { destroyPreview } from '../../../tools/preview/destroy-preview';
import type { DeployedPreview } from '../../../tools/preview/previews';
import { sweep } from '../../../tools/preview/sweep';
import { UserError } from '../../../tools/shared/user-error';
import { captureOutput } from '../../support/commands/capture-output';

jest.mock('../../../tools/destroy/destruction');

const now = new Date('2026-12-06T12:00:00Z');
const { signal } = new AbortController();
const old = (name: string) => ({ name, expires: '2026-12-05' });
let destroyed: string[];
let outcomes: Record<string, boolean | Error>;

beforeEach(() => {
  destroyed = [];
  outcomes = {};
  jest.mocked(Destruction).mockImplementation(
    (name) =>
      ({
        run: async () => {
          const outcome = outcomes[name] ?? true;
          if (outcome instanceof Error) throw outcome;
          destroyed.push(name);
          return outcome;
        },
      }) as Destruction,
  );
});

const isElsewhere = async () => true;
/** Runs a sweep. @param lists what each query for previews returns; further queries return the last list */
const sweptAs = (...lists: readonly (readonly DeployedPreview[])[]) => {
  const rest = [...lists];
  return captureOutput(() => sweep(async () => (rest.length > 1 ? rest.shift() : rest[0]) ?? [], now, signal));
};
const swept = (...previews: readonly DeployedPreview[]) => sweptAs(previews);

describe('sweep', () => {
  it('destroys the expired previews, and no other previews', async () => {
    await swept(old('previewa'), { name: 'previewb', expires: '2026-12-06' }, old('previewc'));
    expect(destroyed).toEqual(['previewa', 'previewc']);
  });

  it('reports that nothing has expired', async () => {
    expect(await swept({ name: 'previewb', expires: '2026-12-06' })).toMatchObject({
      output: 'No preview has expired.\n',
    });
  });

  it('keeps a preview that was renewed while the sweep destroyed another preview', async () => {
    const both = [old('previewa'), old('previewb')];
    await sweptAs(both, both, [{ name: 'previewb', expires: '2026-12-13' }]);
    expect(destroyed).toEqual(['previewa']);
  });

  it('continues after a preview that cannot be destroyed, and fails at the end', async () => {
    jest.spyOn(console, 'error').mockImplementation();
    outcomes = { previewa: new UserError('The lock is held.') };
    const { error } = await swept(old('previewa'), old('previewb'));
    expect({ error, destroyed }).toEqual({
      error: 'Not destroyed: previewa. The reasons are above.',
      destroyed: ['previewb'],
    });
  });
});

describe('destroyPreview', () => {
  it('asks nothing, because a preview contains nothing that must be kept', async () => {
    await destroyPreview('previewa', isElsewhere, signal);
    expect(jest.mocked(Destruction).mock.lastCall?.[1]).toMatchObject({ yes: true, acceptDataLoss: true });
  });

  it('fails if the preview exists in AWS, but the state of the preview is empty', async () => {
    outcomes = { previewa: false };
    await expect(destroyPreview('previewa', isElsewhere, signal)).rejects.toThrow(
      'The state of previewa is empty here.',
    );
  });

  it('does nothing for a preview that no longer exists', async () => {
    outcomes = { previewa: false };
    await expect(destroyPreview('previewa', async () => false, signal)).resolves.toBeUndefined();
  });
});
