import classes from "./choice-bar.module.css";

interface ChoiceBarProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string; count?: number | undefined }[];
  onChange: (value: T) => void;
}

/** One of a few, all visible: filters above a list. Wraps on small screens. */
export function ChoiceBar<T extends string>({ label, value, options, onChange }: ChoiceBarProps<T>) {
  return (
    <div role="group" aria-label={label} className={classes.root}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className={classes.choice}
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
          {option.count === undefined ? null : <span className={classes.count}>{option.count}</span>}
        </button>
      ))}
    </div>
  );
}
