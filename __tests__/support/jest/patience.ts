/** The factor by which tests extend the app's time limits, because the machine may be busy. Only a failing test waits that long. */
export const patience = 6;
