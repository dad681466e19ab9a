/** Tests multiply the app's time limits by this factor, because the machine may be busy. Only a failing test waits that long. */
export const patience = 6;
