import type { Preview } from '../stacks/environment';
import { dev } from './dev';

/** The settings of previews. `npm run preview` creates one: a copy of an environment, with other names and another state, for some days. */
export const preview: Preview = { base: dev, days: 7 };
