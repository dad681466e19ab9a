import { createLocalCommand, readLocalArguments } from '../../../tools/local/local-command';

function parse(...args: string[]) {
  return readLocalArguments(createLocalCommand('npm start', '').parse(args, { from: 'user' }));
}

describe('Arguments of a local run', () => {
  it('define folders in .local, one for each environment', () => {
    expect(parse('prod').folders).toMatchObject({
      root: '.local/prod',
      dynamodb: '.local/prod/dynamodb',
      postgres: '.local/prod/postgres',
      s3: '.local/prod/s3',
    });
  });

  it.each([
    [[], ''],
    [['prod'], ' -- prod'],
    [['--data', '/tmp/data'], ' -- --data /tmp/data'],
    [['prod', '--data', 'my data'], ` -- prod --data 'my data'`],
  ])('are repeated in the suggested commands npm run reset and npm run dev: %j as "%s"', (args, rest) => {
    const { folders, dev } = parse(...args);
    expect([folders.reset, dev]).toEqual([`npm run reset${rest}`, `npm run dev${rest}`]);
  });
});
