import { createLocalProject } from '../support/commands/local-project';
import { runTool } from '../support/commands/tool-process';

describe('npm run reset', () => {
  it.each([
    ['if there is no data', 'dev', 0, /nothing was deleted/],
    ['for an unknown environment', 'prdo', 1, /^There is no environment "prdo"\. .*: dev\.\n$/],
  ])('deletes nothing %s, and says why', async (_title, environment, code, output) => {
    const project = createLocalProject();
    const tool = runTool('reset', [environment, '--data', project.data], { folder: project.folder });
    expect(await tool.ended).toBe(code);
    expect(tool.output()).toMatch(output);
    await project.close();
  });
});
