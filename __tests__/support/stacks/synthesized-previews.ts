import { everyPreview, previewEnvironment } from '../../../stacks/preview';
import { environmentsWithEachValue } from './combinations';
import { complete } from './fixture-bootstrap';
import { fixtureWith } from './fixture-environment';
import { synthesized } from './synthesized';
import { synthesizedBootstrap } from './synthesized-bootstrap';

/**
 * Previews that together contain every value of every setting. Each row contains one preview, and a bootstrap for all previews with its
 * settings.
 */
export const previews = environmentsWithEachValue.map((changes) => {
  const settings = { base: fixtureWith(changes), days: 7 };
  const preview = previewEnvironment(settings, 'previewpr42', new Date());
  const stack = synthesized({ table: undefined, ...preview }, complete);
  const every = everyPreview(settings);
  /** Returns the JSON of the preview. The pattern for all previews replaces its name. */
  const ofPreview = () => JSON.parse(JSON.stringify(stack).replaceAll('previewpr42', every.name));
  return {
    base: settings.base.name,
    every,
    ofPreview,
    bootstrap: synthesizedBootstrap(complete, [every], ofPreview),
    stack,
  };
});
