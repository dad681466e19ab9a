import { createLocalProject } from '../support/commands/local-project';
import { runTool } from '../support/commands/tool-process';

describe('npm run reset', () => {
  it.each([
    ['reports that there is no data', 'dev', 0, /nothing was deleted/],
    [
      'rejects an unknown environment, and lists those that exist',
      'prdo',
      1,
      /^There is no environment "prdo"\. .*: dev\.\n$/,
    ],
  ])('%s', async (_title, environment, code, output) => {
    const project = createLocalProject();
    const tool = runTool('reset', [environment, '--data', project.data], { folder: project.folder });
    expect(await tool.ended).toBe(code);
    expect(tool.output()).toMatch(output);
    await project.close();
  });
});
