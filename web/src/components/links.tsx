import { ActionIcon, Anchor, Button, type ActionIconProps, type AnchorProps, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, Ref } from "react";

type Native<Props> = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Props> & { ref?: Ref<HTMLAnchorElement> };

/** Controls of the kit that lead to another page: real links, with typed addresses. */
export const LinkButton = createLink((props: ButtonProps & Native<ButtonProps>) => <Button component="a" {...props} />);
export const LinkActionIcon = createLink((props: ActionIconProps & Native<ActionIconProps>) => <ActionIcon component="a" {...props} />);
export const LinkAnchor = createLink((props: AnchorProps & Native<AnchorProps>) => <Anchor {...props} />);
