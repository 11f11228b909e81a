/** The forms of the composer as one chunk, loaded when one of them is opened. */
export { CallForm } from "./call-form.tsx";
export { MeetingForm } from "./meeting-form.tsx";
export { NoteForm } from "./note-form.tsx";
export { OtherForm } from "./other-form.tsx";
export { ReminderForm } from "./reminder-form.tsx";
