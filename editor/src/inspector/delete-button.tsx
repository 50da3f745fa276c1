import { Button } from 'antd'
import { Trash2 } from 'lucide-react'

export const DeleteButton = ({ label, act }: { label: string; act: () => void }) => (
  <Button danger type="text" className="inspector-delete" icon={<Trash2 size={16} aria-hidden />} onClick={act}>
    {label}
  </Button>
)
