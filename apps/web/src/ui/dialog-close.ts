import { createContext, useContext } from 'react';

/** Closes the dialog around a component. */
export const DialogClose = createContext<(() => void) | undefined>(undefined);

/** Undefined outside of a dialog. */
export const useDialogClose = () => useContext(DialogClose);
