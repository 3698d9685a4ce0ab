// An instant as Shanghai reads it, wherever the device believes to be: 2027-01-31T09:05:00.000Z stands for nine there.
export const shanghai = (at) => new Date(new Date(at).getTime() + 8 * 3600000).toISOString();
