import type { Preview } from '../stacks/environment';
import { dev } from './dev';

/** The settings of previews. `npm run preview` creates one: a copy of an environment that expires, with names and a state of its own. */
export const preview: Preview = { base: dev, days: 7 };
