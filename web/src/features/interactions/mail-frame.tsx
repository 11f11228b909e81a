import { useCallback, useEffect, useRef, useState } from "react";
import { FRAME_SANDBOX, mailDocument, MEASURE_SANDBOX } from "./mail-document.ts";
import classes from "./mail-frame.module.css";

interface MailFrameProps {
  title: string;
  /** Output of the sanitiser. */
  safeHtml: string;
  images: boolean;
}

const MIN_HEIGHT = 56;
const MAX_HEIGHT = 12_000;

/**
 * Shows a mail in a frame of an opaque origin, as high as its content. The height cannot be asked from such a frame, and nothing inside
 * may run to tell it; so a hidden twin of the same width, without scripts, is measured instead.
 */
export function MailFrame({ title, safeHtml, images }: MailFrameProps) {
  const [height, setHeight] = useState(160);
  const twin = useRef<HTMLIFrameElement>(null);
  const source = mailDocument(safeHtml, images);
  const measure = useCallback(() => {
    const content = twin.current?.contentDocument;
    if (!content?.body) return;
    const needed = Math.max(content.body.scrollHeight, content.documentElement.offsetHeight);
    setHeight(Math.min(MAX_HEIGHT, Math.max(MIN_HEIGHT, Math.ceil(needed) + 2)));
  }, []);
  useEffect(() => {
    const frame = twin.current;
    if (!frame) return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(frame);
    return () => observer.disconnect();
  }, [measure]);
  return (
    <div className={classes.root}>
      <iframe
        className={classes.frame}
        title={title}
        sandbox={FRAME_SANDBOX}
        srcDoc={source}
        referrerPolicy="no-referrer"
        style={{ height }}
      />
      <iframe
        ref={twin}
        className={classes.twin}
        title={title}
        aria-hidden="true"
        tabIndex={-1}
        sandbox={MEASURE_SANDBOX}
        srcDoc={source}
        referrerPolicy="no-referrer"
        onLoad={measure}
      />
    </div>
  );
}
