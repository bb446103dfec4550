import { Button } from "react-aria-components/Button";
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import type { Worker } from "../api/shapes";
import { Icon } from "../show/Icon";
import type { Column } from "../show/Table";

interface ColumnChoiceProps {
  columns: Column<Worker>[];
  visible: Column<Worker>[];
  onChange: (changes: Record<string, string | null>) => void;
}

/** Which columns the list shows. */
export function ColumnChoice({ columns, visible, onChange }: ColumnChoiceProps) {
  const { t } = useTranslation();
  return (
    <MenuTrigger>
      <Button className="button columns-button" aria-label={t("workers.columns")}>
        <Icon name="columns" />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu
          className="menu"
          aria-label={t("workers.columns")}
          selectionMode="multiple"
          disabledKeys={["name"]}
          selectedKeys={visible.map((column) => column.id)}
          onSelectionChange={(keys) =>
            onChange({ columns: keys === "all" ? columns.map((one) => one.id).join() : [...keys].join() })
          }
        >
          {columns.map((column) => (
            <MenuItem key={column.id} id={column.id} className="menu-item">
              {({ isSelected }) => (
                <>
                  <span className="tick">{isSelected && <Icon name="check" />}</span>
                  {column.title}
                </>
              )}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
