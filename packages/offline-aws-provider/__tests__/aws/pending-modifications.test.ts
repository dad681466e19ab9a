import { pendingModifications } from '../../src/aws/pending-modifications';

const prior = { instance_class: 'db.t4g.micro', engine_version: '17', parameter_group_name: 'of-17', multi_az: false };

describe('pendingModifications', () => {
  it('returns the old values of database settings that change only in the maintenance window', () => {
    const planned = { ...prior, instance_class: 'db.t4g.small', multi_az: true };
    expect(pendingModifications('aws_db_instance', prior, planned)).toMatchObject({
      instance_class: 'db.t4g.micro',
      multi_az: false,
    });
  });

  it('returns the old parameter group only if the engine version changes', () => {
    const group = { ...prior, parameter_group_name: 'another' };
    expect(pendingModifications('aws_db_instance', prior, group)).not.toHaveProperty('parameter_group_name');
    expect(pendingModifications('aws_db_instance', prior, { ...group, engine_version: '18' })).toMatchObject({
      engine_version: '17',
      parameter_group_name: 'of-17',
    });
  });

  it('returns nothing if apply_immediately is set', () => {
    const planned = { ...prior, engine_version: '18', apply_immediately: true };
    expect(pendingModifications('aws_db_instance', prior, planned)).toEqual({});
  });
});
